create table parcel (
  number        text primary key,
  recipient     text not null,
  registered_at timestamptz not null default now()
);
