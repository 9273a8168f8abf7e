package timesessions.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;
import timesessions.directory.Named;
import timesessions.ingest.tracker.TrackerRow.Who;

/**
 * Who the people of a file are, and which of its projects and labor types are there.
 *
 * @param newProjects names of those that the import will make
 */
public record Matches(List<Person> people, int projects, List<String> newProjects, List<String> newLaborTypes) {

    /** How somebody has been recognised. */
    public enum By {
        CHOICE("Chosen"),
        EMAIL("By e-mail, as before"),
        EARLIER_NAME("By name, as before"),
        NAME("By name"),
        NOTHING("New");

        private final String label;

        By(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * Somebody in the file.
     *
     * @param person who that is here; null for somebody new
     * @param rows how many lines are theirs
     */
    public record Person(String identity, Who who, @Nullable Named person, By by, int rows) {}

    public long newPeople() {
        return people.stream().filter(person -> person.person() == null).count();
    }
}
