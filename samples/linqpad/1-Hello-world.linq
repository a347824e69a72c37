<Query Kind="Expression">
  <NuGetReference>ContainerKit</NuGetReference>
  <Namespace>ContainerKit</Namespace>
  <Namespace>System.Threading.Tasks</Namespace>
</Query>

await Image.Pull("hello-world").Run().Output()
