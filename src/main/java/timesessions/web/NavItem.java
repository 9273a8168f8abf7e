package timesessions.web;

/**
 * One place that the top of every page leads to.
 *
 * @param path where it is; the pages below it belong to it
 */
public record NavItem(String label, String path) {

    /** Whether the page with this path is the place or lies below it. */
    public boolean isCurrent(String pagePath) {
        return pagePath.equals(path) || pagePath.startsWith(path + "/");
    }
}
