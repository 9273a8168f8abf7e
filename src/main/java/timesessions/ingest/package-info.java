@NullMarked
package timesessions.ingest;

import org.jspecify.annotations.NullMarked;
