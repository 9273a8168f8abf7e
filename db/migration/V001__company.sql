-- Ids made here start at 2^40: above any id an upstream has given out, below 2^53, which JSON readers can hold.
-- INCREMENT BY 0 takes the step from auto_increment_increment, so that the nodes of a cluster do not collide.
CREATE SEQUENCE id_sequence START WITH 1099511627776 INCREMENT BY 0 CACHE 1000 ENGINE = InnoDB;

CREATE TABLE company (
  id BIGINT NOT NULL AUTO_INCREMENT,
  name VARCHAR(200) NOT NULL,
  time_zone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
