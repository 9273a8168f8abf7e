package timesessions.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageNumberTest {
    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "per_page=100, 1",
        "per_page=100&page=7, 7",
        "page=7&per_page=100, 7",
        "sort=id&page=12&x=1, 12"
    })
    void isThatOfTheQuery(String query, long number) {
        assertThat(PageNumber.of(query)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "per_page=100&page=7, 1, per_page=100&page=5",
        "page=7&per_page=100, 2, page=4&per_page=100",
        "page=2, 5, page=1"
    })
    void goesBackFromTheNextPageOverTheOneThatWasRead(String query, long pages, String before) {
        assertThat(PageNumber.back(query, pages)).isEqualTo(before);
    }
}
