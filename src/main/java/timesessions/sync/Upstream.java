package timesessions.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import timesessions.sync.UpstreamFault.Kind;

/**
 * Asks an upstream, once for each call: what goes wrong is told, and not tried again here. Times and sizes are bounded, and
 * no redirect is followed, since the key would go with it.
 */
final class Upstream {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 << 20;
    private static final int LONGEST_TOLD = 200;
    private static final Pattern LINK = Pattern.compile("<([^<>]*)>([^<]*)");
    private static final Pattern NEXT =
            Pattern.compile("(?i);\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,500}");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final class Holder {
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTS_WITHIN)
                .build();
    }

    private final UpstreamAddress address;
    private final String key;
    private final Clock clock;
    private final Duration answersWithin;

    Upstream(UpstreamAddress address, String key, Clock clock, Duration answersWithin) {
        this.address = address;
        this.key = key;
        this.clock = clock;
        this.answersWithin = answersWithin;
    }

    /** Whether this can be a key: what can be sent in a header, between quotes. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /**
     * Asks for a list.
     *
     * @throws UpstreamFault if that is not what comes back
     */
    UpstreamAnswer list(String query) throws InterruptedException {
        HttpResponse<byte[]> response = ask(address.list(query));
        byte[] body = body(response);
        if (response.statusCode() != 200) {
            throw refusal(response, body);
        }
        try {
            SessionArray array = SessionArray.read(body);
            return new UpstreamAnswer(
                    List.copyOf(array.sessions),
                    List.copyOf(array.faulty),
                    next(response),
                    total(response),
                    date(response));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Asks for one session.
     *
     * @return nothing where the upstream says that there is none of this id
     * @throws UpstreamFault if it says anything else
     */
    Optional<UpstreamAnswer> one(long id) throws InterruptedException {
        HttpResponse<byte[]> response = ask(address.one(id));
        byte[] body = body(response);
        if (response.statusCode() == 404 || response.statusCode() == 410) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw refusal(response, body);
        }
        try {
            SessionArray array = SessionArray.readOne(body);
            boolean isOther = array.sessions.stream().anyMatch(session -> session.id() != id)
                    || array.faulty.stream().anyMatch(faulty -> faulty.id() != null && faulty.id() != id);
            if (isOther) {
                throw new IOException("it is another session");
            }
            List<UpstreamAnswer.Faulty> faulty = array.faulty.stream()
                    .map(each -> new UpstreamAnswer.Faulty(id, each.reason(), each.json()))
                    .toList();
            return Optional.of(new UpstreamAnswer(List.copyOf(array.sessions), faulty, null, null, date(response)));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private UpstreamFault broken(IOException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new UpstreamFault(
                Kind.PASSING,
                "%s sent an answer that cannot be read: %s.".formatted(address.host(), shortened(reason)),
                null,
                e);
    }

    private HttpResponse<byte[]> ask(URI uri) throws InterruptedException {
        address.requireAllowed();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Token token=\"" + key + "\"")
                .header("Accept", "application/vnd.jetbuilt.v1, application/json")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "TimeSessions")
                .build();
        // A time-out of the request would end with its headers, and a body may come for ever.
        CompletableFuture<HttpResponse<byte[]>> sent =
                Holder.CLIENT.sendAsync(request, info -> new BoundedBody(MOST_BYTES));
        try {
            return sent.get(answersWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UpstreamFault(
                    Kind.PASSING,
                    "%s did not answer within %d seconds.".formatted(address.host(), answersWithin.toSeconds()),
                    null,
                    e);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private UpstreamFault unreachable(Throwable reason) {
        String told = switch (reason) {
            case SSLException e -> "%s cannot be trusted: %s.".formatted(address.host(), message(e));
            case HttpConnectTimeoutException e -> "%s cannot be reached.".formatted(address.host());
            case ConnectException e -> "%s cannot be reached.".formatted(address.host());
            default -> "%s broke off its answer: %s.".formatted(address.host(), message(reason));
        };
        return new UpstreamFault(Kind.PASSING, told, null, reason);
    }

    private static String message(Throwable e) {
        return shortened(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    private byte[] body(HttpResponse<byte[]> response) {
        String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("gzip")) {
            return response.body();
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] plain = gzip.readNBytes(MOST_BYTES + 1);
            if (plain.length > MOST_BYTES) {
                throw new IOException("it has more than %,d bytes".formatted(MOST_BYTES));
            }
            return plain;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private UpstreamFault refusal(HttpResponse<byte[]> response, byte[] body) {
        int status = response.statusCode();
        String said = said(body);
        String told = "%s answered %d%s".formatted(address.host(), status, said.isEmpty() ? "." : ": " + said);
        return switch (status) {
            case 401, 403 ->
                new UpstreamFault(Kind.LASTING, "%s does not accept the key (%d).".formatted(address.host(), status));
            case 404, 410 ->
                new UpstreamFault(
                        Kind.LASTING,
                        "%s has no sessions at %s (%d)."
                                .formatted(address.host(), address.sessions().getPath(), status));
            case 400, 422 -> new UpstreamFault(Kind.LOST_PLACE, told);
            case 429 -> new UpstreamFault(Kind.TOO_MANY, told, retryAfter(response), null);
            case 408, 425 -> new UpstreamFault(Kind.PASSING, told, retryAfter(response), null);
            default -> {
                if (status >= 500) {
                    yield new UpstreamFault(Kind.PASSING, told, retryAfter(response), null);
                }
                if (status >= 300 && status < 400) {
                    yield new UpstreamFault(
                            Kind.LASTING,
                            "%s sends on to another address (%d), where the key is not sent: give the address itself."
                                    .formatted(address.host(), status));
                }
                yield status >= 200 && status < 300
                        // An empty answer where a list should be is a fault of the moment.
                        ? new UpstreamFault(Kind.PASSING, told)
                        : new UpstreamFault(Kind.LASTING, told);
            }
        };
    }

    /** What an error says of itself, if it is in the form of the API; nothing else is passed on. */
    private static String said(byte[] body) {
        try {
            JsonNode message = MAPPER.readTree(body).path("error").path("message");
            return message.isTextual() ? shortened(message.asText()) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cc}", " ").strip();
        return line.length() <= LONGEST_TOLD ? line : line.substring(0, LONGEST_TOLD) + "…";
    }

    private @Nullable Duration retryAfter(HttpResponse<byte[]> response) {
        String value = response.headers().firstValue("Retry-After").orElse("").strip();
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant until = httpDate(value);
        if (until == null) {
            return null;
        }
        Duration wait = Duration.between(date(response), until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** The query of the link to the next page. Of its host and path nothing is taken. */
    private static @Nullable String next(HttpResponse<byte[]> response) throws IOException {
        for (String header : response.headers().allValues("Link")) {
            Matcher links = LINK.matcher(header);
            while (links.find()) {
                if (NEXT.matcher(links.group(2)).find()) {
                    try {
                        String query = URI.create(links.group(1)).getRawQuery();
                        return query == null ? "" : query;
                    } catch (IllegalArgumentException e) {
                        throw new IOException("its link to the next page is no address", e);
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable Long total(HttpResponse<byte[]> response) {
        String value = response.headers().firstValue("X-Total-Count").orElse("").strip();
        return value.matches("[0-9]{1,15}") ? Long.parseLong(value) : null;
    }

    private Instant date(HttpResponse<byte[]> response) {
        Instant date = httpDate(response.headers().firstValue("Date").orElse(""));
        return date == null ? clock.instant() : date;
    }

    private static @Nullable Instant httpDate(String value) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
