package timesessions;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

@AnalyzeClasses(packages = "timesessions", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> SQL = resideInAnyPackage(
                    "org.jooq..", "java.sql..", "javax.sql..", "timesessions.jooq..")
            .as("SQL");

    @ArchTest
    static final ArchRule whatOthersCallForDataIsNamedQueriesOrWriter = classes()
            .that()
            .arePublic()
            .and()
            .resideOutsideOfPackages(
                    "timesessions.database..", "timesessions.total..", "timesessions.generate..", "timesessions.jooq..")
            .and(DescribedPredicate.describe(
                    "know SQL",
                    it -> it.getDirectDependenciesFromSelf().stream()
                            .anyMatch(dependency -> SQL.test(dependency.getTargetClass()))))
            .should()
            .haveNameMatching(".*(Queries|Writer)(\\$.*)?")
            .because(
                    "a reader who looks for SQL should know where it is; small helpers of those classes are not public");

    @ArchTest
    static final ArchRule routesCommandsAndFormatsHoldNoSql = noClasses()
            .that(resideInAnyPackage(
                            "timesessions.web..",
                            "timesessions.cli..",
                            "timesessions.time..",
                            "timesessions.ingest..",
                            "timesessions.export..")
                    .or(nameMatching(".*(Api|Pages)(\\$.*)?")))
            .should()
            .dependOnClassesThat(SQL);

    @ArchTest
    static final ArchRule webKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("timesessions.web..")
            .should()
            .dependOnClassesThat(resideInAPackage("timesessions..")
                    .and(DescribedPredicate.not(resideInAnyPackage(
                            "timesessions.web..", "timesessions.time..", "timesessions.database.."))))
            .because("a feature is added without a change to what all of them use");

    @ArchTest
    static final ArchRule featuresAreFreeOfCycles = slices().assignedFrom(new Features())
            .should()
            .beFreeOfCycles()
            .because("a feature is read and changed without all the others");

    /** The packages, of which session and total are one feature: what writes a session writes its totals. */
    private static final class Features implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String[] names = type.getPackageName().split("\\.", -1);
            if (names.length < 2 || names[1].equals("jooq")) {
                return SliceIdentifier.ignore();
            }
            return SliceIdentifier.of(names[1].equals("total") ? "session" : names[1]);
        }

        @Override
        public String getDescription() {
            return "features";
        }
    }
}
