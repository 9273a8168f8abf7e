@NullMarked
package timesessions.total;

import org.jspecify.annotations.NullMarked;
