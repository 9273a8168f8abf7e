package timesessions.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import timesessions.session.SessionJson;
import timesessions.session.TimeSession;
import timesessions.time.RailsTimeZone;
import timesessions.web.Params;

/**
 * An upstream that does what a test wants: it changes while it is read, answers wrongly, and is as simple as the original,
 * which knows neither cursors nor sizes of pages. Each request first runs what is planned for it.
 */
final class StandInUpstream implements AutoCloseable {
    /** What an answer is made of instead of what was asked for. */
    @FunctionalInterface
    interface Fault {
        void answer(HttpExchange exchange) throws IOException;
    }

    static final String KEY = "stand-in-key";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SortedMap<Long, TimeSession> sessions = new TreeMap<>();
    private final SortedMap<Long, String> odd = new TreeMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    final List<String> requests = new ArrayList<>();
    private volatile Runnable beforeEach = () -> {};
    private int pageSize = 25;
    private boolean sorts = true;
    private boolean filtersRunning = true;
    private boolean tellsTotals = true;
    private boolean emptyForAll;

    StandInUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized StandInUpstream pageSize(int size) {
        pageSize = size;
        return this;
    }

    /** Gives everything by id, whatever order is asked for. */
    synchronized StandInUpstream withoutSorting() {
        sorts = false;
        return this;
    }

    synchronized StandInUpstream withoutRunningFilter() {
        filtersRunning = false;
        return this;
    }

    synchronized StandInUpstream withoutTotals() {
        tellsTotals = false;
        return this;
    }

    synchronized void emptyForAll(boolean empty) {
        emptyForAll = empty;
    }

    synchronized void put(TimeSession session) {
        sessions.put(session.id(), session);
    }

    /** Something in the place of a session, listed after all others. */
    synchronized void putOdd(long id, String json) {
        odd.put(id, json);
    }

    synchronized void delete(long id) {
        sessions.remove(id);
        odd.remove(id);
    }

    synchronized void deleteAll() {
        sessions.clear();
    }

    synchronized List<TimeSession> all() {
        return List.copyOf(sessions.values());
    }

    /** Answers the next requests so, one after another. */
    synchronized StandInUpstream next(Fault... planned) {
        faults.addAll(List.of(planned));
        return this;
    }

    /** Runs before each request is answered; it may change what there is. */
    void beforeEach(Runnable action) {
        beforeEach = action;
    }

    synchronized int requestCount() {
        return requests.size();
    }

    static Fault status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            send(exchange, status, "{\"error\": {\"status\": %d, \"message\": \"On purpose.\"}}".formatted(status));
        };
    }

    static Fault body(String body) {
        return exchange -> send(exchange, 200, body);
    }

    /** Says that more comes than does. */
    static Fault halfABody() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("[{\"id\": 1, \"start".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    static Fault nothing() {
        return HttpExchange::close;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            beforeEach.run();
            Fault fault;
            synchronized (this) {
                requests.add(exchange.getRequestURI().toString());
                fault = faults.poll();
            }
            if (fault != null) {
                fault.answer(exchange);
            } else if (!("Token token=\"" + KEY + "\"")
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                status(401).answer(exchange);
            } else {
                answerRightly(exchange);
            }
        }
    }

    private synchronized void answerRightly(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String id = uri.getPath().replaceFirst("^/api/time_sessions/?", "");
        if (!id.isEmpty()) {
            long number = Long.parseLong(id);
            if (odd.containsKey(number)) {
                send(exchange, 200, odd.get(number));
            } else if (sessions.containsKey(number)) {
                send(exchange, 200, json(sessions.get(number)));
            } else {
                status(404).answer(exchange);
            }
            return;
        }
        if (emptyForAll) {
            send(exchange, 200, "[]");
            return;
        }
        Params params = Params.of(uri.getRawQuery());
        Instant since = params.text("min_updated_at").map(Instant::parse).orElse(Instant.MIN);
        boolean running = filtersRunning && Boolean.TRUE.equals(params.bool("running"));
        Stream<TimeSession> matching = sessions.values().stream()
                .filter(session -> !session.updatedAt().isBefore(since))
                .filter(session -> !running || session.running());
        String sort = sorts ? params.text("sort").orElse("id") : "id";
        Comparator<TimeSession> order = sort.endsWith("updated_at")
                ? Comparator.comparing(TimeSession::updatedAt).thenComparingLong(TimeSession::id)
                : Comparator.comparingLong(TimeSession::id);
        List<TimeSession> rows =
                matching.sorted(sort.startsWith("-") ? order.reversed() : order).toList();
        List<String> last = running ? List.of() : List.copyOf(odd.values());
        int total = rows.size() + last.size();
        int page = (int) params.positive("page", 1);
        int from = Math.min(total, (page - 1) * pageSize);
        int to = Math.min(total, from + pageSize);
        if (tellsTotals) {
            exchange.getResponseHeaders().add("X-Total-Count", Integer.toString(total));
        }
        if (to < total) {
            String query = uri.getRawQuery().replaceAll("(?<=^|&)page=[0-9]+&?|&page=[0-9]+$", "");
            exchange.getResponseHeaders()
                    .add(
                            "Link",
                            "<http://elsewhere.example%s?%s&page=%d>; rel=\"next\""
                                    .formatted(uri.getPath(), query, page + 1));
        }
        send(
                exchange,
                200,
                IntStream.range(from, to)
                        .mapToObj(i -> i < rows.size() ? json(rows.get(i)) : last.get(i - rows.size()))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    static String json(TimeSession session) {
        return SessionJson.text(session, RailsTimeZone.of("Pacific Time (US & Canada)"));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** One of them; null where there is none. */
    synchronized @Nullable TimeSession byIdOne(long id) {
        return sessions.get(id);
    }

    /** All that is there by its id. */
    synchronized Map<Long, TimeSession> byId() {
        return Map.copyOf(sessions);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
