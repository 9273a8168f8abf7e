@NullMarked
package timesessions.imports;

import org.jspecify.annotations.NullMarked;
