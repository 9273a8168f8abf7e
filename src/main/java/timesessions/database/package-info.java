@NullMarked
package timesessions.database;

import org.jspecify.annotations.NullMarked;
