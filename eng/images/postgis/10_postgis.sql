create extension postgis;
