@NullMarked
package timesessions;

import org.jspecify.annotations.NullMarked;
