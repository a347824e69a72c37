namespace ContainerKit.Services.Tests;

/// <summary>Validation and display of service specs, before any request.</summary>
public sealed class ServiceSpecTests
{
    [Fact]
    public void Service_passwords_are_random_by_default_and_not_shown()
    {
        var (one, two) = (new PostgreSqlSpec(), new PostgreSqlSpec());

        one.Password.Should().MatchRegex("^Aa1[0-9a-f]{29}$").And.NotBe(two.Password);
        (string Text, string Password)[] all =
        [
            ($"{one} {PostgreSql.Run(one)}", one.Password),
            Shown(new MariaDbSpec(), spec => MariaDb.Run(spec).ToString(), spec => spec.Password),
            Shown(new RedisSpec(), spec => Redis.Run(spec).ToString(), spec => spec.Password),
            Shown(new RabbitMqSpec(), spec => RabbitMq.Run(spec).ToString(), spec => spec.Password),
        ];
        all.Should().OnlyContain(shown => !shown.Text.Contains(shown.Password, StringComparison.Ordinal));
        one.ToString().Should().Be("PostgreSql of postgres:15");

        static (string, string) Shown<T>(T spec, Func<T, string> plan, Func<T, string> password) =>
            ($"{spec} {plan(spec)}", password(spec));
    }

    [Fact]
    public void Each_service_with_data_has_a_snapshot_or_a_reset()
    {
        // The API of the dashboard only reads telemetry. The others keep no data of their clients.
        Type[] exceptions = [typeof(AspireDashboard), typeof(Nginx), typeof(OAuth2MockServer), typeof(SeleniumChromium)];

        var services = typeof(Service).Assembly.GetExportedTypes().Where(type => type.BaseType == typeof(Service)).ToList();
        services.Should().HaveCount(27);
        services.Where(type => type.GetMethods().All(method => method.Name is not ("Snapshot" or "ResetAsync")))
            .Should().BeEquivalentTo(exceptions);
    }

    [Fact]
    public void A_service_port_that_the_caller_publishes_is_not_published_twice()
    {
        PostgreSql.Run(new PostgreSqlSpec { Container = new() { Publish = ["15432:5432"] } }).ToString()
            .Should().Contain("-p 15432:5432 ").And.NotContain("-p 5432 ");
        Nginx.Run(new NginxSpec { Container = new() { Publish = ["80/udp", 8080] } }).ToString()
            .Should().Contain("-p 80/udp -p 8080 -p 80");
    }

    [Fact]
    public void A_custom_service_command_is_kept_and_server_flags_follow_the_default_flags()
    {
        Plan("postgres", "-c", "log_statement=all")
            .Should().Contain(" postgres -c fsync=off ").And.Contain(" -c log_statement=all");
        Plan("sh", "-c", "exec postgres").Should().Contain(" sh -c 'exec postgres'").And.NotContain("fsync");

        static string Plan(params string[] command) =>
            PostgreSql.Run(new PostgreSqlSpec { Container = new(command) }).ToString();
    }

    [Fact]
    public void An_environment_variable_that_the_service_sets_itself_is_rejected_with_a_remedy()
    {
        var environment = new Dictionary<string, string> { ["POSTGRES_PASSWORD"] = "open sesame" };
        var spec = new PostgreSqlSpec { Container = new() { Environment = environment } };

        FluentActions.Invoking(() => PostgreSql.Run(spec)).Should().Throw<ArgumentException>()
            .WithMessage("*POSTGRES_PASSWORD*PostgreSqlSpec*").Which.Message.Should().NotContain("sesame");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    public void A_Redis_password_that_a_connection_string_cannot_contain_is_rejected(string password) =>
        FluentActions.Invoking(() => new RedisSpec { Password = password })
            .Should().Throw<ArgumentException>().WithMessage("*comma*");

    [Fact]
    public void A_RabbitMq_user_with_non_ASCII_characters_is_rejected() =>
        FluentActions.Invoking(() => new RabbitMqSpec { User = "jürgen" })
            .Should().Throw<ArgumentException>().WithMessage("*ASCII*");

    [Fact]
    public void A_Garnet_password_with_non_ASCII_characters_is_rejected() =>
        FluentActions.Invoking(() => new GarnetSpec { Password = "jürgen" })
            .Should().Throw<ArgumentException>().WithMessage("*ASCII*");

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("example.org,dc=x")]
    public void An_OpenLdap_domain_that_is_not_a_DNS_name_is_rejected(string domain) =>
        FluentActions.Invoking(() => new OpenLdapSpec { Domain = domain }).Should().Throw<ArgumentException>();

    [DockerFact]
    public async Task A_service_start_that_times_out_throws_and_names_the_StartTimeout_option()
    {
        var spec = new NginxSpec
        {
            Container = new("sleep", "600") { Init = true },
            StartTimeout = TimeSpan.FromMilliseconds(300)
        };

        (await Nginx.Run(spec).Awaiting(it => it.ExecuteAsync(TestContext.Current.CancellationToken))
            .Should().ThrowAsync<WaitTimeoutException>())
            .Which.Message
            .Should().ContainAll("within 0.3 s", "NginxSpec.StartTimeout", "Cleaned up: container")
            .And.NotContain("WithTimeout(");
    }

    [Fact]
    public void A_service_start_timeout_of_zero_is_rejected() =>
        FluentActions.Invoking(() => new NginxSpec { StartTimeout = TimeSpan.Zero })
            .Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void A_null_in_a_service_spec_is_rejected()
    {
        FluentActions.Invoking(() => PostgreSql.Run(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new PostgreSqlSpec { Container = null! }).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new PostgreSqlSpec { Scripts = null! }).Should().Throw<ArgumentNullException>();
    }
}
