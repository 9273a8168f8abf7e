package timesessions.testing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium without a window. Whatever looks for something waits until it is there, and finds anew what htmx has replaced
 * in the meantime.
 */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WIDE = 1280;
    private static final int HEIGHT = 900;
    private static final String AXE = read("/axe.min.js");

    /** Says at each start that the browser is newer than Selenium; held here because a logger that nobody holds forgets. */
    private static final Logger VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    static {
        VERSIONS.setLevel(Level.SEVERE);
    }

    /** What a reader's system prefers. */
    public enum Scheme {
        LIGHT,
        DARK
    }

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(boolean javaScript) {
        profile = temporaryFolder();
        var options = new ChromeOptions();
        options.setBinary(
                installed("chromium", "chromium-browser", "google-chrome").toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + profile);
        if (!javaScript) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installed("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        width(WIDE);
        system(Scheme.LIGHT);
    }

    public static Browser start() {
        return new Browser(true);
    }

    public static Browser withoutJavaScript() {
        return new Browser(false);
    }

    public Browser open(String url) {
        driver.get(url);
        return this;
    }

    /** Makes the page as wide as that, also where no window could be so narrow. */
    public Browser width(int pixels) {
        return size(pixels, HEIGHT);
    }

    public Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    public Browser system(Scheme scheme) {
        return media("", scheme);
    }

    /** Shows the page as it would be printed. */
    public Browser asPrinted() {
        return media("print", Scheme.LIGHT);
    }

    private Browser media(String medium, Scheme scheme) {
        String value = scheme == Scheme.DARK ? "dark" : "light";
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("media", medium, "features", List.of(Map.of("name", "prefers-color-scheme", "value", value))));
        return this;
    }

    /** The element, once it is shown. */
    public WebElement find(String css) {
        return until(page -> page.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
    }

    /** The element that says this and nothing else, once it is shown. */
    public WebElement find(String css, String text) {
        return until(page -> page.findElements(By.cssSelector(css)).stream()
                .filter(element -> element.isDisplayed() && element.getText().equals(text))
                .findFirst()
                .orElse(null));
    }

    public boolean shows(String css) {
        return driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
    }

    public Browser click(String css) {
        return act(css, WebElement::click);
    }

    public Browser type(String css, CharSequence... keys) {
        return act(css, element -> element.sendKeys(keys));
    }

    private Browser act(String css, Consumer<WebElement> action) {
        until(page -> {
            action.accept(find(css));
            return true;
        });
        return this;
    }

    /** Presses keys in whatever has the focus. */
    public Browser press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
        return this;
    }

    /** Waits until there is an answer that is neither null nor false. */
    public <T> T until(Function<WebDriver, @Nullable T> question) {
        return new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(question);
    }

    /** The page as it stands now, which scripts may have changed. */
    public Document page() {
        return Jsoup.parse(Objects.requireNonNull(driver.getPageSource()), address());
    }

    public String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    public Browser back() {
        driver.navigate().back();
        return this;
    }

    /** Gives the browser a cookie of the site that it is on. */
    public Browser cookie(String name, String value) {
        driver.manage().addCookie(new Cookie(name, value));
        return this;
    }

    public void forget() {
        driver.manage().deleteAllCookies();
    }

    /** The value of a script's expression; only for what cannot be seen otherwise. */
    public @Nullable Object evaluate(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** By how many pixels the page is wider than its window. */
    public long overflow() {
        Object pixels = evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return pixels instanceof Long number ? number : 0;
    }

    /** What axe-core has to say against the page, by the rules of WCAG 2.2 AA and by its own good practices. */
    public List<String> accessibilityFindings() {
        driver.executeScript(AXE);
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
                axe.run(document, {runOnly: {type: "tag", values: tags}}).then(
                  (results) => done(results.violations.flatMap((rule) =>
                    rule.nodes.map((node) => rule.id + ": " + node.target.join(" ") + ": " + node.failureSummary))),
                  (error) => done(["axe-core failed: " + error]));
                """);
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of("axe-core answered " + found);
    }

    /** What the browser has written into its console: errors of scripts, files it did not get, breaches of the policy. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    public byte[] screenshot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
        delete(profile);
    }

    private static Path installed(String... names) {
        String folders = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
        return Stream.of(names)
                .flatMap(name -> Stream.of(folders.split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Browser tests need %s on the PATH; on Debian: %s"
                        .formatted(
                                Stream.of(names).collect(joining(" or ")),
                                "apt-get install chromium chromium-driver")));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("timesessions-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process of the browser may still write while it ends; what it leaves is for the system to clear. */
    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    private static String read(String resource) {
        try (var stream = Browser.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
