@NullMarked
package timesessions.cli;

import org.jspecify.annotations.NullMarked;
