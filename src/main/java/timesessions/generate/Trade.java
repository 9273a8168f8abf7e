package timesessions.generate;

import java.util.List;

/** The fixed choices of a company that installs screens, speakers and control rooms; the first ones are the likeliest. */
final class Trade {
    static final List<String> ZONES = List.of(
            "Pacific Time (US & Canada)",
            "Eastern Time (US & Canada)",
            "Central Time (US & Canada)",
            "London",
            "Mountain Time (US & Canada)");

    static final List<String> LABOR_TYPES = List.of(
            "Installation",
            "Pre-wire",
            "Programming",
            "Commissioning",
            "Service",
            "Rack build",
            "Logistics",
            "Engineering",
            "Site survey",
            "Project management",
            "Drafting",
            "Client training");

    static final List<String> CATEGORIES = List.of(
            "Warehouse",
            "Shop",
            "Travel",
            "Office",
            "Training",
            "Paid leave",
            "Vehicle maintenance",
            "Tool inventory",
            "Safety meeting",
            "Trade show");

    private Trade() {}

    /** One item a line, so that a list reads and changes like a list. */
    static List<String> lines(String block) {
        return block.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    static List<String> words(String block) {
        return List.of(block.strip().split("\\s+"));
    }
}
