@NullMarked
package timesessions.export;

import org.jspecify.annotations.NullMarked;
