package timesessions.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import timesessions.web.Problem;

/**
 * Hashes passwords with Argon2id, by the parameters that OWASP names first. A hash costs a core for some tens of
 * milliseconds, so few are worked out at a time: a flood of sign-ins waits or is turned away, and the pages stay quick.
 */
public final class Passwords {
    private static final int OWASP_MEMORY_KIB = 19_456;
    private static final int ITERATIONS = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int LONGEST_QUEUE = 30;

    /** Who waits in which queue: strangers cannot keep out those who have been here before. */
    enum From {
        STRANGER,
        KNOWN_BROWSER
    }

    private final Semaphore strangers = new Semaphore(1, true);
    private final Semaphore known = new Semaphore(1, true);
    private final int memoryKib;
    private final String hashOfNone;

    public Passwords() {
        this(OWASP_MEMORY_KIB);
    }

    /** Tests sign in hundreds of times. */
    Passwords(int memoryKib) {
        this.memoryKib = memoryKib;
        this.hashOfNone = encoded(memoryKib, random(SALT_BYTES), random(HASH_BYTES));
    }

    /** The hash to store. */
    public String hash(String password) {
        return inTurn(
                From.KNOWN_BROWSER,
                () -> Argon2Function.getInstance(memoryKib, ITERATIONS, 1, HASH_BYTES, Argon2.ID)
                        .hash(bytes(password), random(SALT_BYTES))
                        .getResult());
    }

    /**
     * Whether it is the password of the hash.
     *
     * @param hash null where there is none, which takes as long to find out
     */
    boolean matches(String password, @Nullable String hash, From from) {
        String compared = hash == null ? hashOfNone : hash;
        boolean same = inTurn(
                from,
                () -> Argon2Function.getInstanceFromHash(compared)
                        .check(bytes(password), compared.getBytes(ISO_8859_1)));
        return same && hash != null;
    }

    private <T> T inTurn(From from, Supplier<T> work) {
        Semaphore queue = from == From.STRANGER ? strangers : known;
        if (queue.getQueueLength() >= LONGEST_QUEUE) {
            throw busy();
        }
        try {
            if (!queue.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            queue.release();
        }
    }

    private static Problem busy() {
        return new Problem(
                503,
                "Many people are signing in at this moment. Try again in a few seconds.",
                null,
                Map.of("Retry-After", "10"));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encoded(int memoryKib, byte[] salt, byte[] hash) {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
                .formatted(memoryKib, ITERATIONS, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /** Keyboards write the same letters in different forms of Unicode. */
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(UTF_8);
    }
}
