@NullMarked
package timesessions.time;

import org.jspecify.annotations.NullMarked;
