@NullMarked
package timesessions.web;

import org.jspecify.annotations.NullMarked;
