package timesessions.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as accounts are found by it: without the differences of case and of Unicode forms that people do not
 * mean. That it has the shape of one is all that can be known without sending to it.
 */
public record Email(String address) {
    private static final int LONGEST = 254;
    private static final Pattern SHAPE = Pattern.compile(
            "[^@\\s\\p{Cntrl}<>\"(),:;\\[\\\\\\]]{1,64}@[^@\\s\\p{Cntrl}<>\"(),:;\\[\\\\\\]]+\\.[^@\\s.]{2,}");

    /** Reads an address that was typed. */
    public static Optional<Email> parse(String typed) {
        if (typed.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        String address =
                Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return address.length() <= LONGEST && SHAPE.matcher(address).matches()
                ? Optional.of(new Email(address))
                : Optional.empty();
    }

    /** The part before the {@code @}. */
    String mailbox() {
        return address.substring(0, address.indexOf('@'));
    }

    @Override
    public String toString() {
        return address;
    }
}
