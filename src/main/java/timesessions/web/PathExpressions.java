package timesessions.web;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.OGNLVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;

/**
 * Evaluates by itself what most expressions of the templates are: a path along records and enumerations such as
 * {@code row.work.text}, alone or compared with a text or null. A list has two thousand of them, and OGNL takes longer to
 * get through one than to find what it says. Everything else, and whatever is not as it looks, goes to OGNL as before.
 */
final class PathExpressions implements IStandardVariableExpressionEvaluator {
    private static final Pattern PATH = Pattern.compile("([A-Za-z]\\w*(?:\\.[A-Za-z]\\w*)*)");
    /** A text of one letter is a number to OGNL. */
    private static final Pattern COMPARISON = Pattern.compile(PATH + " (==|!=) (null|'([^'\\\\]{2,}|)')");
    /** What a condition without its other half comes to. */
    private static final String NOTHING = "null";

    private final IStandardVariableExpressionEvaluator others = new OGNLVariableExpressionEvaluator(true);
    private final Map<String, Optional<Path>> known = new ConcurrentHashMap<>();

    private record Found(@Nullable Object value) {}

    /** @param text null for nothing */
    private record Comparison(@Nullable String text, boolean equal) {
        boolean canTake(@Nullable Object value) {
            return text == null || value instanceof String;
        }

        boolean holds(@Nullable Object value) {
            return Objects.equals(value, text) == equal;
        }
    }

    /** What a property is with one type of record or enumeration. */
    private record Property(Class<?> type, @Nullable Method method) {}

    /** A property on the way, with how it was found the last time: mostly it is of the same type. */
    private static final class Step {
        private final String name;
        private volatile @Nullable Property last;

        Step(String name) {
            this.name = name;
        }

        @Nullable
        Method of(Class<?> type) {
            Property found = last;
            if (found == null || found.type != type) {
                found = new Property(type, RecordProperties.method(type, name));
                last = found;
            }
            return found.method;
        }
    }

    /** @param comparison null where the path is all there is */
    private record Path(
            String variable, List<Step> steps, @Nullable Comparison comparison) {

        static Optional<Path> parse(String expression) {
            Matcher compared = COMPARISON.matcher(expression);
            if (compared.matches()) {
                return Optional.of(of(
                        compared.group(1),
                        new Comparison(compared.group(4), compared.group(2).equals("=="))));
            }
            return PATH.matcher(expression).matches() ? Optional.of(of(expression, null)) : Optional.empty();
        }

        /** What is at the end of the path; empty where it leads along something else. */
        Optional<Found> follow(@Nullable Object root) {
            @Nullable Object at = root;
            for (Step step : steps) {
                Method method = at instanceof Record || at instanceof Enum ? step.of(at.getClass()) : null;
                if (method == null || at == null) {
                    return Optional.empty();
                }
                at = RecordProperties.value(at, method);
            }
            return Optional.of(new Found(at));
        }

        private static Path of(String path, @Nullable Comparison comparison) {
            List<String> names = List.of(path.split("\\.", -1));
            return new Path(
                    names.getFirst(), names.stream().skip(1).map(Step::new).toList(), comparison);
        }
    }

    @Override
    public @Nullable Object evaluate(
            IExpressionContext context,
            IStandardVariableExpression expression,
            StandardExpressionExecutionContext execution) {
        String text = expression.getExpression();
        if (text.equals(NOTHING)) {
            return null;
        }
        if (!expression.getUseSelectionAsRoot() && !execution.getPerformTypeConversion()) {
            Path path = path(text).orElse(null);
            if (path != null && context.containsVariable(path.variable)) {
                Optional<Found> found = path.follow(context.getVariable(path.variable));
                Comparison comparison = path.comparison;
                if (found.isPresent() && comparison == null) {
                    return found.get().value;
                }
                if (found.isPresent() && comparison != null && comparison.canTake(found.get().value)) {
                    return comparison.holds(found.get().value);
                }
            }
        }
        return others.evaluate(context, expression, execution);
    }

    private Optional<Path> path(String text) {
        Optional<Path> path = known.get(text);
        // Most are known, and looking them up so takes no lock.
        return path == null ? known.computeIfAbsent(text, Path::parse) : path;
    }
}
