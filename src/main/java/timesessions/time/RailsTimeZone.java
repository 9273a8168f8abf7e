package timesessions.time;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A time zone under the name that the API carries for it: one of the 151 names of Rails ({@code Pacific Time (US &
 * Canada)}) or an IANA name ({@code America/Los_Angeles}). Several names may mean one IANA zone; they stay different
 * values, because a name is given back as it came. There is one instance for each name, so {@code ==} compares them.
 */
public final class RailsTimeZone {
    /**
     * Rails prints {@code Z} for the zones whose abbreviation is UTC or UCT. The abbreviation of these never changes, and
     * no other zone has it at any time: Greenwich, London in winter and Abidjan are called GMT.
     */
    private static final Set<String> PRINTED_AS_Z =
            Set.of("UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu");

    private static final Set<String> IANA_NAMES = ZoneId.getAvailableZoneIds().stream()
            .filter(id -> !id.startsWith("SystemV/"))
            .collect(toUnmodifiableSet());

    private static final List<RailsTimeZone> ALL = readTable();

    /** The names of Rails from the start, each IANA name from when it is first met: so it grows to 800 at most. */
    private static final Map<String, RailsTimeZone> BY_NAME =
            new ConcurrentHashMap<>(ALL.stream().collect(Collectors.toMap(RailsTimeZone::name, Function.identity())));

    private static final int LONGEST_NAME_TOLD = 64;

    private static final int SECONDS_OF_DAY = 86_400;
    /** A power of two. */
    private static final int REMEMBERED_DAYS = 64;

    private static final int OFFSET_BITS = 32;

    private final String name;
    private final String label;
    private final ZoneId zone;
    private final ZoneRules rules;
    private final boolean printedAsZ;

    /** Days (UTC) on which the clocks do not change, in the upper bits, each with its offset: a page asks for few of them. */
    private final AtomicLongArray offsets = new AtomicLongArray(
            LongStream.generate(() -> Long.MIN_VALUE).limit(REMEMBERED_DAYS).toArray());

    private RailsTimeZone(String name, String iana) {
        this.name = name;
        this.label = label(name);
        this.zone = ZoneId.of(iana);
        this.rules = zone.getRules();
        this.printedAsZ = PRINTED_AS_Z.contains(iana);
    }

    /**
     * The zone of that name, which must match in every letter.
     *
     * @throws DateTimeException where neither Rails nor IANA has such a zone; offsets are not zones
     */
    public static RailsTimeZone of(String name) {
        RailsTimeZone zone = lookUp(name);
        if (zone == null) {
            throw new DateTimeException("No time zone is called \"" + shortened(name) + "\"");
        }
        return zone;
    }

    /** As {@link #of}, but empty where there is no such zone. */
    public static Optional<RailsTimeZone> find(String name) {
        return Optional.ofNullable(lookUp(name));
    }

    /** The 151 zones of Rails in its own order, from the date line eastwards. */
    public static List<RailsTimeZone> all() {
        return ALL;
    }

    /** The name under which it was looked up. */
    public String name() {
        return name;
    }

    /** The name without what readers can do without: Pacific, Indiana, Los Angeles. Not unique. */
    public String label() {
        return label;
    }

    public ZoneId zone() {
        return zone;
    }

    /** Whether Rails ends its timestamps in {@code Z} and not in an offset. */
    public boolean printedAsZ() {
        return printedAsZ;
    }

    /** The seconds by which the clocks of the zone are ahead of UTC at that instant. */
    int offsetSecondsAt(Instant instant) {
        long day = Math.floorDiv(instant.getEpochSecond(), SECONDS_OF_DAY);
        int slot = (int) (day & (REMEMBERED_DAYS - 1));
        long known = offsets.get(slot);
        if (known >> OFFSET_BITS == day) {
            return (int) (known << OFFSET_BITS >> OFFSET_BITS);
        }
        int offset = rules.getOffset(instant).getTotalSeconds();
        Instant midnight = Instant.ofEpochSecond(day * SECONDS_OF_DAY);
        ZoneOffsetTransition next = rules.nextTransition(midnight);
        if (next == null || !next.getInstant().isBefore(midnight.plusSeconds(SECONDS_OF_DAY))) {
            offsets.set(slot, day << OFFSET_BITS | (offset & 0xFFFFFFFFL));
        }
        return offset;
    }

    /** What the clocks of the zone say at that instant. */
    public LocalDateTime at(Instant instant) {
        // An offset of its own would be looked up, or made anew.
        return LocalDateTime.ofEpochSecond(
                instant.getEpochSecond() + offsetSecondsAt(instant), instant.getNano(), ZoneOffset.UTC);
    }

    @Override
    public String toString() {
        return name;
    }

    private static @Nullable RailsTimeZone lookUp(String name) {
        RailsTimeZone known = BY_NAME.get(name);
        if (known != null || !IANA_NAMES.contains(name)) {
            return known;
        }
        return BY_NAME.computeIfAbsent(name, iana -> new RailsTimeZone(iana, iana));
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME_TOLD) {
            return name;
        }
        boolean splitsPair = Character.isHighSurrogate(name.charAt(LONGEST_NAME_TOLD - 1));
        return name.substring(0, splitsPair ? LONGEST_NAME_TOLD - 1 : LONGEST_NAME_TOLD) + "…";
    }

    private static String label(String name) {
        int parenthesis = name.indexOf(" (");
        String place = parenthesis < 0 ? name : name.substring(0, parenthesis);
        if (parenthesis > 0 && place.endsWith(" Time")) {
            place = place.substring(0, place.length() - " Time".length());
        }
        return place.substring(place.lastIndexOf('/') + 1).replace('_', ' ');
    }

    private static List<RailsTimeZone> readTable() {
        try (var table = requireNonNull(RailsTimeZone.class.getResourceAsStream("rails_time_zones.tsv"))) {
            return new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .map(columns -> new RailsTimeZone(columns[0], columns[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
