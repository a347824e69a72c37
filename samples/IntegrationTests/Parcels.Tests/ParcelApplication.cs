using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Parcels.Tests;

/// <summary>
/// The application for the tests of one class: database and cache in containers, the application in this process. The data
/// is deleted after each test.
/// </summary>
public sealed class ParcelApplication : ContainerGroupFixture
{
    public ParcelApplication() => Factory = new ParcelFactory(this);

    public PostgreSql Database => Service<PostgreSql>("database");

    public Container Cache => this["cache"];

    /// <summary>The factory of the application, which starts with the first client.</summary>
    public WebApplicationFactory<Program> Factory { get; }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await Factory.DisposeAsync();
        }
        finally
        {
            // The containers are removed even if the application fails to stop.
            await base.DisposeAsync();
        }
    }

    protected override void Describe(ContainerGroupBuilder group)
    {
        group.Add("database", network => PostgreSql.Run(
            new PostgreSqlSpec { Database = "parcels", Container = new() { Networks = [network] } }));
        group.Add("cache", Image.Pull("redis:7"), new ContainerSpec { Publish = [6379], Wait = Wait.ForPort(6379) });
    }

    protected override async Task ResetBetweenTestsAsync(CancellationToken cancellationToken)
    {
        await ExecuteSqlAsync(NpgsqlFactory.Instance, Database.ConnectionString, "truncate parcel cascade", cancellationToken);
        await Cache.ExecAsync(["redis-cli", "flushall"], cancellationToken);
    }

    private sealed class ParcelFactory(ParcelApplication containers) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
            .UseEnvironment(Environments.Production)
            .UseSetting("ConnectionStrings:Parcels", containers.Database.ConnectionString)
            .UseContainer("ConnectionStrings:Cache", containers.Cache, 6379)
            .UseSetting("Logging:LogLevel:Default", "Error");
    }
}
