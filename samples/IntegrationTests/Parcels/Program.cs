using Npgsql;
using Parcels;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddValidation();

builder.Services.AddSingleton(services => new NpgsqlDataSourceBuilder(Setting("Parcels"))
    .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
    .Build());
builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
{
    var options = ConfigurationOptions.Parse(Setting("Cache"));
    // The application also starts without Redis, and connects later. Until then commands fail at once, instead of waiting.
    options.AbortOnConnectFail = false;
    options.BacklogPolicy = BacklogPolicy.FailFast;
    options.ConnectTimeout = 1000;
    return ConnectionMultiplexer.Connect(options);
});
builder.Services.AddSingleton<ParcelRepository>();
builder.Services.AddSingleton<ParcelCache>();
builder.Services.AddSingleton<ParcelTracking>();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapParcels();
_ = app.Services.GetRequiredService<IConnectionMultiplexer>();   // connects now, instead of in the first request
await Schema.MigrateAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Lifetime.ApplicationStopping);
await app.RunAsync();

string Setting(string name) => builder.Configuration.GetConnectionString(name)
    ?? throw new InvalidOperationException($"The setting ConnectionStrings:{name} is missing.");
