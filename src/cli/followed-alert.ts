/** An alert that a case or a refusal was begun from, as the API tells of it. */
export interface FollowedAlert {
  id: string;
  status: string;
  moved: boolean;
}

/** What became of the alert, in a line. */
export function followedLine({ id, status, moved }: FollowedAlert): string {
  return moved ? `${id} is ${status} from now on.` : `${id} stays ${status}.`;
}
