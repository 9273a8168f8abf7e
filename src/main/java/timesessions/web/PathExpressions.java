package timesessions.web;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
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
 * Evaluates by itself what most expressions of the templates are: a path along records such as {@code row.work.text}, alone
 * or compared with a text. A list has two thousand of them, and OGNL takes longer to get through one than to find what it
 * says. Everything else, and whatever is not as it looks, goes to OGNL as before.
 */
final class PathExpressions implements IStandardVariableExpressionEvaluator {
    private static final Pattern PATH = Pattern.compile("([A-Za-z]\\w*(?:\\.[A-Za-z]\\w*)*)");
    /** A text of one letter is a number to OGNL. */
    private static final Pattern COMPARISON = Pattern.compile(PATH + " (==|!=) '([^'\\\\]{2,}|)'");

    private final IStandardVariableExpressionEvaluator others = new OGNLVariableExpressionEvaluator(true);
    private final Map<String, Optional<Path>> known = new ConcurrentHashMap<>();

    private record Found(@Nullable Object value) {}

    /** @param comparedWith null where the path is all there is */
    private record Path(
            String variable,
            List<String> properties,
            @Nullable String comparedWith,
            boolean equal) {

        static Optional<Path> parse(String expression) {
            Matcher comparison = COMPARISON.matcher(expression);
            if (comparison.matches()) {
                return Optional.of(of(
                        comparison.group(1),
                        comparison.group(3),
                        comparison.group(2).equals("==")));
            }
            return PATH.matcher(expression).matches() ? Optional.of(of(expression, null, true)) : Optional.empty();
        }

        /** What is at the end of the path; empty where it does not lead along records. */
        Optional<Found> follow(Record root) {
            Object at = root;
            for (String property : properties) {
                Method method = at instanceof Record ? RecordProperties.method(at.getClass(), property) : null;
                if (method == null || at == null) {
                    return Optional.empty();
                }
                at = RecordProperties.value(at, method);
            }
            return Optional.of(new Found(at));
        }

        private static Path of(String path, @Nullable String comparedWith, boolean equal) {
            List<String> names = List.of(path.split("\\.", -1));
            return new Path(names.getFirst(), List.copyOf(names.subList(1, names.size())), comparedWith, equal);
        }
    }

    @Override
    public @Nullable Object evaluate(
            IExpressionContext context,
            IStandardVariableExpression expression,
            StandardExpressionExecutionContext execution) {
        if (!expression.getUseSelectionAsRoot()
                && !execution.getPerformTypeConversion()
                && !execution.getRestrictVariableAccess()) {
            Path path = known.computeIfAbsent(expression.getExpression(), Path::parse)
                    .orElse(null);
            Object root = path == null ? null : context.getVariable(path.variable);
            if (path != null && root instanceof Record record && !path.properties.isEmpty()) {
                Optional<Found> found = path.follow(record);
                if (found.isPresent() && path.comparedWith == null) {
                    return found.get().value;
                }
                if (found.isPresent() && found.get().value instanceof String text) {
                    return text.equals(path.comparedWith) == path.equal;
                }
            }
        }
        return others.evaluate(context, expression, execution);
    }
}
