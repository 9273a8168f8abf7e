@NullMarked
package timesessions.ingest.tracker;

import org.jspecify.annotations.NullMarked;
