package timesessions.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One choice of a header such as {@code Accept} or {@code Accept-Encoding}, in lower case, and how much it is wanted. */
record Weighted(String value, double weight) {
    private static final Pattern WEIGHT = Pattern.compile("0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?");

    boolean isWanted() {
        return weight > 0;
    }

    /** Reads the choices; those with a weight that is none are left out. */
    static List<Weighted> parse(@Nullable String header) {
        var choices = new ArrayList<Weighted>();
        if (header == null) {
            return choices;
        }
        for (String choice : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = choice.split(";", -1);
            String value = parts[0].strip();
            double weight = 1;
            for (int i = 1; i < parts.length; i++) {
                String part = parts[i].strip();
                if (part.startsWith("q=")) {
                    String number = part.substring(2).strip();
                    weight = WEIGHT.matcher(number).matches() ? Double.parseDouble(number) : -1;
                }
            }
            if (!value.isEmpty() && weight >= 0) {
                choices.add(new Weighted(value, weight));
            }
        }
        return choices;
    }
}
