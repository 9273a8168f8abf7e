package timesessions.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which passwords are taken. Length counts, and that guessing does not start with it; no rule asks for digits or signs,
 * because people answer such rules with Password1!.
 */
public final class PasswordRules {
    public static final int SHORTEST = 10;
    static final int LONGEST = 200;
    private static final int DIFFERENT_CHARACTERS = 4;
    private static final Set<String> COMMON = readCommon();

    /** Keys as they follow each other, also backwards. */
    private static final String[] RUNS = {
        "01234567890123456789",
        "abcdefghijklmnopqrstuvwxyzabcdefghij",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm"
    };

    private PasswordRules() {}

    /** What is wrong with a password for that account, as a sentence; empty where it is good. */
    public static Optional<String> problem(String password, Email email, String name) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            return Optional.of("Use at least %d characters. A few words in a row are good.".formatted(SHORTEST));
        }
        if (length > LONGEST) {
            return Optional.of("Use at most %d characters.".formatted(LONGEST));
        }
        String plain = password.strip().toLowerCase(Locale.ROOT);
        if (isNamed(plain, email, name)) {
            return Optional.of("This is your name or e-mail address, which others know.");
        }
        if (COMMON.contains(plain) || isPattern(plain)) {
            return Optional.of("This is among the first passwords that are tried. Choose another one.");
        }
        return Optional.empty();
    }

    private static boolean isNamed(String plain, Email email, String name) {
        String letters = lettersOf(plain);
        return plain.equals(email.address())
                || (!letters.isEmpty()
                        && Stream.of(email.address(), email.mailbox(), name.toLowerCase(Locale.ROOT))
                                .map(PasswordRules::lettersOf)
                                .anyMatch(letters::equals));
    }

    private static String lettersOf(String text) {
        return text.replaceAll("[^\\p{L}]", "");
    }

    private static boolean isPattern(String plain) {
        return plain.chars().distinct().count() < DIFFERENT_CHARACTERS || isRepeated(plain) || isRun(plain);
    }

    /** One short piece again and again, as in passpasspass. */
    private static boolean isRepeated(String plain) {
        for (int piece = 1; piece <= plain.length() / 2; piece++) {
            if (plain.startsWith(plain.substring(piece))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRun(String plain) {
        String backwards = new StringBuilder(plain).reverse().toString();
        for (String run : RUNS) {
            if (run.contains(plain) || run.contains(backwards)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> readCommon() {
        try (var list = requireNonNull(PasswordRules.class.getResourceAsStream("common_passwords.txt"))) {
            return new String(list.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
