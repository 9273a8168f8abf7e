package timesessions.web;

import org.jspecify.annotations.Nullable;

/**
 * HTML that is written piece by piece, for what a page has so many of that templates would be a good part of what it takes.
 * Texts and values are escaped here, so that only {@link #markup} could let anything through.
 */
public final class Html {
    private final StringBuilder html;

    /** @param length about how long it will be */
    public Html(int length) {
        this.html = new StringBuilder(length);
    }

    /** Adds tags, as they are: constants of the program, or what has been written by this class before. */
    public Html markup(String tags) {
        html.append(tags);
        return this;
    }

    /** Adds a text. */
    public Html text(String text) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            String escaped = escaped(text.charAt(i));
            if (escaped != null) {
                html.append(text, from, i).append(escaped);
                from = i + 1;
            }
        }
        if (from == 0) {
            // A part of a text is copied letter by letter.
            html.append(text);
        } else {
            html.append(text, from, text.length());
        }
        return this;
    }

    /** Adds an attribute to the tag that is open, or none where there is no value. */
    public Html attribute(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        html.append(' ').append(name).append("=\"");
        return text(value.toString()).markup("\"");
    }

    public boolean isEmpty() {
        return html.isEmpty();
    }

    private static @Nullable String escaped(char character) {
        return switch (character) {
            // A single one would make the text twice as long, and take a way of its own to bytes.
            case '–' -> "&ndash;";
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
