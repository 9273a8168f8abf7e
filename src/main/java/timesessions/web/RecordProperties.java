package timesessions.web;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ognl.ObjectPropertyAccessor;
import ognl.OgnlException;
import ognl.OgnlRuntime;

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
                        && !Modifier.isStatic(method.getModifiers())) {
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

    @Override
    @SuppressWarnings("rawtypes") // As it is declared.
    public Object getProperty(Map context, Object target, Object name) throws OgnlException {
        Method method = METHODS.get(target.getClass()).get(String.valueOf(name));
        if (method == null) {
            return super.getProperty(context, target, name);
        }
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new OgnlException("%s of %s".formatted(name, target.getClass()), e);
        }
    }
}
