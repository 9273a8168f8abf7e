package timesessions.session;

import java.text.Normalizer;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into the words that it is found by: runs of letters and digits, without regard to case, accents and width,
 * none longer than {@value #LONGEST} characters.
 */
public final class Words {
    static final int LONGEST = 32;
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    private Words() {}

    /** The different words, in the order of their characters. */
    public static SortedSet<String> of(@Nullable String text) {
        var words = new TreeSet<String>();
        if (text == null) {
            return words;
        }
        String folded = fold(text);
        int length = folded.length();
        int start = 0;
        while (start < length) {
            int end = start;
            int characters = 0;
            int kept = start;
            while (end < length && Character.isLetterOrDigit(folded.codePointAt(end))) {
                end += Character.charCount(folded.codePointAt(end));
                if (++characters <= LONGEST) {
                    kept = end;
                }
            }
            if (kept > start) {
                words.add(folded.substring(start, kept));
                start = end;
            } else {
                start += Character.charCount(folded.codePointAt(start));
            }
        }
        return words;
    }

    private static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                String apart = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
                return MARKS.matcher(apart).replaceAll("");
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
