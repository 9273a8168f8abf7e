@NullMarked
package timesessions.api;

import org.jspecify.annotations.NullMarked;
