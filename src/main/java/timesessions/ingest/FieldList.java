package timesessions.ingest;

import java.util.List;
import java.util.stream.IntStream;

/** The fields that an object must have, ticked off as they come. */
final class FieldList {
    private final List<String> names;
    private int ticked;

    /** @param names at most 31 */
    FieldList(List<String> names) {
        this.names = names;
    }

    /** False for a field that came before. One that is not listed may come as often as it likes. */
    boolean tick(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            return true;
        }
        boolean isFirst = (ticked & 1 << index) == 0;
        ticked |= 1 << index;
        return isFirst;
    }

    List<String> missing() {
        if (ticked == (1 << names.size()) - 1) {
            return List.of();
        }
        return IntStream.range(0, names.size())
                .filter(index -> (ticked & 1 << index) == 0)
                .mapToObj(names::get)
                .toList();
    }
}
