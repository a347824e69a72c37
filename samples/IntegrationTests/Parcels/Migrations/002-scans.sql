create table scan (
  id            bigint generated always as identity primary key,
  parcel_number text not null references parcel (number) on delete cascade,
  place         text not null,
  scanned_at    timestamptz not null default now()
);

create index scan_by_parcel on scan (parcel_number, scanned_at);
