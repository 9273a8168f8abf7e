package timesessions.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The machine's own browser, without a window and without anything kept from one test to the next. */
public final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;
    private final TestServer server;

    private Chromium(TestServer server, boolean scripts) {
        this.server = server;
        var options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--force-prefers-reduced-motion",
                "--user-data-dir=" + temporaryFolder());
        if (!scripts) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        driver = new ChromeDriver(service, options);
    }

    public static Chromium start(TestServer server) {
        return new Chromium(server, true);
    }

    public static Chromium withoutScripts(TestServer server) {
        return new Chromium(server, false);
    }

    public ChromeDriver driver() {
        return driver;
    }

    public Chromium open(String path) {
        driver.get(path.startsWith("http") ? path : server.url(path));
        return this;
    }

    public String path() {
        return driver.getCurrentUrl().substring(server.url("").length());
    }

    public String text() {
        return find(By.tagName("body")).getText();
    }

    public WebElement field(String id) {
        return find(By.id(id));
    }

    public Chromium type(String id, String text) {
        field(id).clear();
        field(id).sendKeys(text);
        return this;
    }

    /** Presses the button with that label, and waits for the page after. */
    public Chromium press(String label) {
        return leave(find(By.xpath("//button[normalize-space()='%s']".formatted(label))));
    }

    public Chromium follow(String label) {
        return leave(find(By.xpath("//a[normalize-space()='%s']".formatted(label))));
    }

    public Chromium sized(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        return this;
    }

    /** Leaves a picture of the page among what the build leaves, to be looked at. */
    public Chromium picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }

    private WebElement find(By by) {
        return new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(ExpectedConditions.presenceOfElementLocated(by));
    }

    private Chromium leave(WebElement element) {
        WebElement page = driver.findElement(By.tagName("html"));
        element.click();
        new WebDriverWait(driver, PATIENCE).until(any -> isGone(page));
        return this;
    }

    /** Between two pages the driver may fail in other ways than by saying that the element is stale. */
    private static boolean isGone(WebElement element) {
        try {
            element.getTagName();
            return false;
        } catch (WebDriverException e) {
            return true;
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("chromium");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
