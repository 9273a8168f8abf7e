package timesessions;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one process, read from the environment once, when it starts.
 *
 * @param baseUrl the public address without a slash at its end, for links in the API; null to take it from requests
 * @param databaseUrl {@code jdbc:mariadb:…}; null to run an embedded MariaDB in {@code dataDir}
 * @param trustedProxies addresses and networks whose {@code X-Forwarded-*} headers are believed
 * @param rateLimit requests to the API in ten seconds from one address; 0 for no limit
 * @param secretKey what secrets in the database are encrypted with; null to keep none there, or to make one for an embedded
 *     database
 * @param syncKey the key of the upstream that the sync command is to use; null for the one that is kept
 * @param syncEvery how long after one turn of a sync the next begins, where its company does not say otherwise
 * @param responseCache bytes of answers that are kept in memory; 0 to keep none
 * @param signInLasts how long a browser stays signed in that does not ask for anything
 */
public record Config(
        String host,
        int port,
        @Nullable URI baseUrl,
        Path dataDir,
        @Nullable String databaseUrl,
        @Nullable String databaseUser,
        @Nullable String databasePassword,
        int databasePoolSize,
        List<String> trustedProxies,
        int rateLimit,
        long responseCache,
        Duration signInLasts,
        @Nullable String secretKey,
        @Nullable String syncKey,
        Duration syncEvery) {

    private static final int SHORTEST_SECRET = 32;
    private static final long MEGABYTE = 1024 * 1024;

    /** A setting that cannot be used. The message names the variable and says what it may be. */
    public static final class Invalid extends RuntimeException {
        Invalid(String message) {
            super(message);
        }
    }

    public Config {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * Reads the settings.
     *
     * @param environment as {@link System#getenv()} gives it; an empty value counts as not set
     * @throws Invalid naming the first variable that cannot be read
     */
    public static Config from(Map<String, String> environment) {
        var variables = new Variables(environment);
        return new Config(
                variables.text("HOST", "127.0.0.1"),
                variables.number("PORT", 7070, 0, 65_535),
                variables.webAddress("BASE_URL"),
                Path.of(variables.text("DATA_DIR", "var")),
                variables.jdbcUrl("DATABASE_URL"),
                variables.optional("DATABASE_USER"),
                variables.optional("DATABASE_PASSWORD"),
                variables.number("DATABASE_POOL_SIZE", 10, 1, 1_000),
                variables.networks("TRUSTED_PROXIES"),
                variables.number("RATE_LIMIT", 50, 0, 1_000_000),
                variables.number("RESPONSE_CACHE", 16, 0, 1_000_000) * MEGABYTE,
                Duration.ofHours(variables.number("SESSION_HOURS", 12, 1, 168)),
                variables.secret("SECRET_KEY"),
                variables.headerText("SYNC_KEY"),
                Duration.ofSeconds(variables.number("SYNC_EVERY", 300, 1, 86_400)));
    }

    public Config withAddress(String host, int port) {
        return new Config(
                host,
                port,
                baseUrl,
                dataDir,
                databaseUrl,
                databaseUser,
                databasePassword,
                databasePoolSize,
                trustedProxies,
                rateLimit,
                responseCache,
                signInLasts,
                secretKey,
                syncKey,
                syncEvery);
    }

    private record Variables(Map<String, String> environment) {

        @Nullable
        String optional(String name) {
            String value = environment.get(name);
            return value == null || value.isBlank() ? null : value.strip();
        }

        /** The value is not repeated in a refusal, here and below: it is secret. */
        @Nullable
        String secret(String name) {
            String value = optional(name);
            if (value == null || value.length() >= SHORTEST_SECRET) {
                return value;
            }
            throw new Invalid(
                    "%s must have at least %d characters that nobody can guess, such as openssl rand -hex 32 gives"
                            .formatted(name, SHORTEST_SECRET));
        }

        @Nullable
        String headerText(String name) {
            String value = optional(name);
            if (value == null || value.matches("[\\x21-\\x7e&&[^\"\\\\]]{1,500}")) {
                return value;
            }
            throw new Invalid(
                    "%s must be a key as the upstream gave it: up to 500 letters, digits and signs, without blanks or quotes"
                            .formatted(name));
        }

        String text(String name, String fallback) {
            String value = optional(name);
            return value == null ? fallback : value;
        }

        int number(String name, int fallback, int least, int most) {
            String value = optional(name);
            if (value == null) {
                return fallback;
            }
            try {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Falls through to the same message as a number out of bounds.
            }
            throw new Invalid("%s must be a whole number from %d to %d, not '%s'".formatted(name, least, most, value));
        }

        @Nullable
        URI webAddress(String name) {
            String value = optional(name);
            if (value == null) {
                return null;
            }
            try {
                URI address = URI.create(value.replaceFirst("/+$", ""));
                boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
                if (web && address.getHost() != null && address.getQuery() == null && address.getFragment() == null) {
                    return address;
                }
            } catch (IllegalArgumentException e) {
                // Falls through to the same message as an address of another kind.
            }
            throw new Invalid(
                    "%s must be an address such as https://hours.example.com, not '%s'".formatted(name, value));
        }

        @Nullable
        String jdbcUrl(String name) {
            String value = optional(name);
            if (value == null || value.startsWith("jdbc:mariadb:")) {
                return value;
            }
            // The value is not repeated: it may hold a password.
            throw new Invalid("%s must start with jdbc:mariadb: as in jdbc:mariadb://db.example.com:3306/timesessions"
                    .formatted(name));
        }

        List<String> networks(String name) {
            String value = optional(name);
            if (value == null) {
                return List.of();
            }
            List<String> networks = Arrays.stream(value.split("[,\\s]+")).toList();
            try {
                var known = new InetAddressSet();
                networks.forEach(known::add);
            } catch (IllegalArgumentException e) {
                throw new Invalid("%s must list addresses or networks such as 10.0.0.0/8, separated by commas, not '%s'"
                        .formatted(name, value));
            }
            return networks;
        }
    }
}
