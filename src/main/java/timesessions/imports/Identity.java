package timesessions.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import timesessions.ingest.tracker.TrackerRow.Who;
import timesessions.ingest.tracker.TrackerRow.Work;

/** By what a person, a project or a labor type of a tracker is known again: a hash, since names have no longest length. */
public final class Identity {
    private Identity() {}

    /** The e-mail tells a person, where the export has it. */
    public static String of(Who who) {
        return who.email().isEmpty() ? hash("name", folded(who.name())) : hash("email", who.email());
    }

    static String of(Work work) {
        return hash("project", folded(work.client()), folded(work.project()));
    }

    static String ofLaborType(String name) {
        return hash("labor", folded(name));
    }

    /** A name without what people do not mean by it: capitals, blanks. Accents stay. */
    static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .replaceAll("[\\p{Z}\\s]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String hash(String... parts) {
        try {
            byte[] bytes = String.join("\u0000", parts).getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
