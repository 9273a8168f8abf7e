package timesessions.web;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ognl.ObjectPropertyAccessor;
import ognl.OgnlException;
import ognl.OgnlRuntime;
import org.jspecify.annotations.Nullable;

/**
 * How templates read what they are given: {@code row.person} is {@code row.person()}. OGNL, which Thymeleaf asks, finds the
 * methods of records too, but goes through all methods of the class each time; that was more than half of what a list took.
 */
final class RecordProperties extends ObjectPropertyAccessor {
    private static final ClassValue<Map<String, Method>> METHODS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            var methods = new ConcurrentHashMap<String, Method>();
            for (Method method : type.getMethods()) {
                if (method.getParameterCount() == 0
                        && method.getReturnType() != void.class
                        && !Modifier.isStatic(method.getModifiers())
                        // The record itself may be open to its package alone.
                        && method.trySetAccessible()) {
                    methods.put(method.getName(), method);
                }
            }
            return methods;
        }
    };

    private RecordProperties() {}

    static void install() {
        OgnlRuntime.setPropertyAccessor(Record.class, new RecordProperties());
    }

    /** The method by which a record or an enumeration tells what it has under that name; null where it has nothing. */
    static @Nullable Method method(Class<?> type, String name) {
        return METHODS.get(type).get(name);
    }

    static @Nullable Object value(Object record, Method method) {
        try {
            return method.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s cannot be read".formatted(method), e);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // As it is declared.
    public @Nullable Object getProperty(Map context, Object target, Object name) throws OgnlException {
        Method method = method(target.getClass(), String.valueOf(name));
        return method == null ? super.getProperty(context, target, name) : value(target, method);
    }
}
