using System.DirectoryServices.Protocols;
using System.Net;

namespace ContainerKit.Services.Tests;

public sealed class OpenLdapTests : ServiceTest
{
    private const string People = "dn: ou=people,dc=shop,dc=example\nobjectClass: organizationalUnit\nou: people\n";
    private const string Ada = "dn: uid=ada,ou=people,dc=shop,dc=example\nobjectClass: inetOrgPerson\nuid: ada\ncn: Ada\nsn: Lovelace\n";

    [DockerFact]
    public async Task OpenLdap_is_usable_by_a_client_and_from_another_container_until_a_reset()
    {
        var spec = new OpenLdapSpec { Domain = "shop.example", Password = OddPassword, Entries = [People, Ada] };
        spec = spec with { Image = await RequireImageAsync(spec.Image) };
        await using var network = await Network.Create().ExecuteAsync(Token);
        await using var ldap = await OpenLdap.Run(spec with { Container = Spec() with { Networks = [network] } }).ExecuteAsync(Token);

        using var connection = Connect(ldap, ldap.Password);
        ReadNames(connection, ldap).Should().BeEquivalentTo("ada");
        connection.SendRequest(new AddRequest(
            $"uid=grätel,ou=people,{ldap.BaseName}",
            new DirectoryAttribute("objectClass", "inetOrgPerson"),
            new DirectoryAttribute("cn", "Grätel"),
            new DirectoryAttribute("sn", "Müller")));
        ReadNames(connection, ldap).Should().BeEquivalentTo("ada", "grätel");

        var variables = new Dictionary<string, string> { ["PASSWORD"] = ldap.Password, ["NAME"] = ldap.AdminName };
        var whoami = $"printf %s \"$PASSWORD\" > /tmp/p; ldapwhoami -x -H ldap://{ldap.InternalAddress} -D \"$NAME\" -y /tmp/p";
        var client = new ContainerSpec("-c", whoami) { Entrypoint = ["sh"], Environment = variables, Networks = [network] };
        (await Image.Pull(spec.Image).Run(client).Output().ExecuteAsync(Token)).Should().Be("dn:cn=admin,dc=shop,dc=example\n");

        await ldap.ResetAsync(Token);
        ReadNames(connection, ldap).Should().BeEquivalentTo("ada");
        (ldap.InternalConnectionString, $"{spec} {ldap}".Contains(OddPassword, StringComparison.Ordinal))
            .Should().Be(($"ldap://{ldap.Container.Name}:389/dc=shop,dc=example", false));
    }

    [DockerFact]
    public async Task OpenLdap_rejects_a_wrong_password_and_fails_its_start_for_an_invalid_entry()
    {
        var spec = new OpenLdapSpec();
        spec = spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() };
        await using var ldap = await OpenLdap.Run(spec).ExecuteAsync(Token);

        // The image first runs a temporary server, which is not in the foreground.
        if (await EngineFeatures.HasAsync(EngineFeature.Cgroups))
            (await ldap.Container.TopAsync(Token))
                .Should().ContainSingle(process => process.Command.Contains("slapd ", StringComparison.Ordinal))
                .Which.Command.Should().Contain(" -d ");
        FluentActions.Invoking(() => Connect(ldap, "wrong")).Should().Throw<LdapException>().Which.ErrorCode.Should().Be(49);
        (await OpenLdap.Run(spec with { Entries = ["dn: cn=x,dc=example,dc=org\nobjectClass: noSuchClass\n"] })
            .Awaiting(plan => plan.ExecuteAsync(Token)).Should().ThrowAsync<ExecFailedException>()).Which.Message
            .Should().Contain("objectClass").And.NotContain(spec.Password);
    }

    private static LdapConnection Connect(OpenLdap ldap, string password)
    {
        var connection = new LdapConnection(
            new LdapDirectoryIdentifier(ldap.Address.Host, ldap.Address.Port),
            new NetworkCredential(ldap.AdminName, password),
            AuthType.Basic);
        try
        {
            connection.SessionOptions.ProtocolVersion = 3;
            connection.Bind();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static List<string> ReadNames(LdapConnection connection, OpenLdap ldap)
    {
        var search = new SearchRequest(ldap.BaseName, "(objectClass=inetOrgPerson)", SearchScope.Subtree, "uid");
        var response = (SearchResponse)connection.SendRequest(search);
        return [.. response.Entries.Cast<SearchResultEntry>().Select(entry => (string)entry.Attributes["uid"][0])];
    }
}
