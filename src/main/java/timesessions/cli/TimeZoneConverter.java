package timesessions.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import timesessions.time.RailsTimeZone;

/** Reads a time zone from the command line. */
final class TimeZoneConverter implements ITypeConverter<RailsTimeZone> {
    @Override
    public RailsTimeZone convert(String name) {
        return RailsTimeZone.find(name)
                .orElseThrow(() -> new TypeConversionException(
                        "'%s' is neither a name such as 'Pacific Time (US & Canada)' nor one such as America/Los_Angeles"
                                .formatted(name)));
    }
}
