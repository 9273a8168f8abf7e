package timesessions.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is known by to whoever keeps it, in two parts that each prove enough: what it holds, which has to be made
 * to be compared, and the state of things that it was made from, which is known beforehand, on any node. Tags are weak, since
 * compression changes the bytes.
 *
 * @param state empty where the answer is not known by it
 */
record EntityTag(String content, String state) {
    private static final String ANY = "*";

    /** The tag among those that a reader has, whose answer was made from one of these states. */
    static Optional<EntityTag> ofState(@Nullable String header, List<String> states) {
        return header == null
                ? Optional.empty()
                : tags(header).filter(tag -> states.contains(tag.state)).findFirst();
    }

    /** Whether the reader has an answer that holds the same. */
    boolean isAmong(@Nullable String header) {
        return header != null
                && (header.strip().equals(ANY) || tags(header).anyMatch(tag -> tag.content.equals(content)));
    }

    private static Stream<EntityTag> tags(String header) {
        return Stream.of(header.split(",", -1)).map(String::strip).flatMap(text -> parse(text).stream());
    }

    private static List<EntityTag> parse(String text) {
        int start = text.startsWith("W/\"") ? 3 : 1;
        int end = text.length() - 1;
        if (end < start || text.charAt(start - 1) != '"' || text.charAt(end) != '"') {
            return List.of();
        }
        String opaque = text.substring(start, end);
        int point = opaque.indexOf('.');
        return List.of(
                point < 0
                        ? new EntityTag(opaque, "")
                        : new EntityTag(opaque.substring(0, point), opaque.substring(point + 1)));
    }

    /** As the header has it. */
    @Override
    public String toString() {
        return "W/\"" + content + (state.isEmpty() ? "" : "." + state) + "\"";
    }
}
