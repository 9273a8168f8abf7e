@NullMarked
package timesessions.session;

import org.jspecify.annotations.NullMarked;
