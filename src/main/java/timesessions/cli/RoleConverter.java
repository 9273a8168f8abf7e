package timesessions.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import timesessions.account.Role;

/** Reads a role from the command line. */
final class RoleConverter implements ITypeConverter<Role> {
    @Override
    public Role convert(String name) {
        return Role.find(name)
                .orElseThrow(
                        () -> new TypeConversionException("'%s' is none of admin, payroll, manager".formatted(name)));
    }
}
