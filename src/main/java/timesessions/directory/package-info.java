@NullMarked
package timesessions.directory;

import org.jspecify.annotations.NullMarked;
