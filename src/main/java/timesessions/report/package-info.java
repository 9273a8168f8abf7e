@NullMarked
package timesessions.report;

import org.jspecify.annotations.NullMarked;
