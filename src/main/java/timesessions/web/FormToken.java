package timesessions.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.LazyContextVariable;

/**
 * What a form carries to show that it came from a page of ours: a keyed hash of the secret that the browser's cookie holds,
 * which another site neither knows nor can read. Nothing is stored, and no form outlives its sign-in.
 */
public final class FormToken {
    /** The form field that carries it. */
    public static final String FIELD = "csrf_token";

    private static final String ATTRIBUTE = "form-secret";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FormToken() {}

    /** Notes the secret of the browser, for the forms that the page may have. */
    public static void prepare(Context ctx, String secret) {
        ctx.attribute(ATTRIBUTE, secret);
    }

    /**
     * A token for the forms of the page, made where the first of them asks for it: many pages have none. Empty where it is not
     * known which browser asks.
     */
    public static LazyContextVariable<String> whenAsked(Context ctx) {
        return new LazyContextVariable<>() {
            @Override
            protected String loadValue() {
                @Nullable String secret = ctx.attribute(ATTRIBUTE);
                return secret == null ? "" : masked(hash(secret));
            }
        };
    }

    /**
     * Checks that what is sent comes from a form of ours.
     *
     * @param secret of the cookie that came along; null if none did
     * @throws Problem 403 if it does not
     */
    public static void require(Context ctx, @Nullable String secret, PublicUrl publicUrl) {
        if (!isOwnOrigin(ctx, publicUrl) || secret == null || !isRight(ctx.formParam(FIELD), secret)) {
            throw new Problem(
                    403,
                    "This form is too old, or does not come from this site. Go back, load the page again and send it from"
                            + " there.",
                    null,
                    Map.of());
        }
    }

    /** Browsers say where a form comes from. Other programs do not, and have no cookies that could be misused. */
    private static boolean isOwnOrigin(Context ctx, PublicUrl publicUrl) {
        @Nullable String site = ctx.header("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        @Nullable String origin = ctx.header("Origin");
        return origin == null || origin.equalsIgnoreCase(publicUrl.originOf(ctx));
    }

    private static boolean isRight(@Nullable String token, String secret) {
        if (token == null) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length != 2 * LENGTH) {
                return false;
            }
            byte[] expected = hash(secret);
            byte[] sent = new byte[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                sent[i] = (byte) (bytes[i] ^ bytes[LENGTH + i]);
            }
            return MessageDigest.isEqual(sent, expected);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Different in each page: how well a page compresses must not tell what is in it. */
    private static String masked(byte[] hash) {
        byte[] mask = new byte[LENGTH];
        RANDOM.nextBytes(mask);
        byte[] bytes = new byte[2 * LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = mask[i];
            bytes[LENGTH + i] = (byte) (mask[i] ^ hash[i]);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hash(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            return mac.doFinal(FIELD.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
