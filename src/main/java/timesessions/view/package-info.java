@NullMarked
package timesessions.view;

import org.jspecify.annotations.NullMarked;
